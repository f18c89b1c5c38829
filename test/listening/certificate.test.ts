import { chmodSync, copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { Failure } from '../../src/failures.js';
import { readCertificate } from '../../src/listening/certificate.js';
import { makeCertificate, openssl, opensslIsMissing } from '../helpers/service/certificates.js';
import { unprivileged } from '../helpers/service/unprivileged.js';

t.test('certificates', { skip: opensslIsMissing }, (t) => {
  const folder = t.testdir({ empty: '', folder: {}, text: 'not PEM', long: 'x'.repeat(2 ** 20 + 1) });
  chmodSync(folder, 0o755);
  const good = makeCertificate(folder);
  const other = makeCertificate(folder, { name: 'other' });
  const encrypted = join(folder, 'encrypted.key');
  openssl('pkey', '-in', good.key, '-aes256', '-passout', 'pass:secret', '-out', encrypted);
  const traditional = join(folder, 'traditional.key');
  openssl('ec', '-in', good.key, '-aes256', '-passout', 'pass:secret', '-out', traditional);
  const locked = join(folder, 'locked.key');
  copyFileSync(good.key, locked);
  chmodSync(locked, 0);
  const brokenChain = join(folder, 'chain.crt');
  const broken = '-----BEGIN CERTIFICATE-----\nabcd\n-----END CERTIFICATE-----\n';
  writeFileSync(brokenChain, readFileSync(good.certificate, 'utf8') + broken);

  t.test('a key and its certificate are read with names and dates', async (t) => {
    const read = await readCertificate(good);
    t.equal(read.certificate, readFileSync(good.certificate, 'utf8'));
    t.equal(read.key, readFileSync(good.key, 'utf8'));
    t.equal(read.names, 'DNS:localhost, IP Address:127.0.0.1');
    t.equal(read.validTo - read.validFrom, 30 * 86_400_000);
    t.ok(Math.abs(Date.now() - read.validFrom) < 3_600_000);
  });

  t.test('a key that others can write is refused, and one that all can read is warned of', async (t) => {
    const key = join(folder, 'open.key');
    copyFileSync(good.key, key);
    chmodSync(key, 0o444);
    const words = `every user of this machine can read ${key} (mode 0444); type: chmod o-r ${key}`;
    t.match(await readCertificate({ ...good, key }), { warning: words });
    chmodSync(key, 0o640);
    t.match(await readCertificate({ ...good, key }), { warning: null });
    chmodSync(key, 0o660);
    await t.rejects(readCertificate({ ...good, key }), { code: 'no_permission', message: /chmod go-w/ });
  });

  t.test('both may be in one file', async (t) => {
    const both = join(folder, 'both.pem');
    writeFileSync(both, readFileSync(good.key, 'utf8') + readFileSync(good.certificate, 'utf8'));
    t.match(await readCertificate({ certificate: both, key: both }), { names: /localhost/ });
  });

  const wrong: [string, { certificate?: string; key?: string }, string, RegExp][] = [
    [
      'a missing certificate',
      { certificate: join(folder, 'no.crt') },
      'absent',
      /certificate \S+no\.crt does not exist/,
    ],
    ['a missing key', { key: join(folder, 'text/no.key') }, 'absent', /the key \S+no\.key does not exist/],
    [
      'a folder',
      { certificate: join(folder, 'folder') },
      'malformed',
      /the certificate \S+folder is not a file/,
    ],
    ['something endless', { key: '/dev/zero' }, 'malformed', /the key \/dev\/zero is not a file/],
    [
      'a huge file',
      { key: join(folder, 'long') },
      'too_large',
      /the key \S+long is longer than any PEM file/,
    ],
    [
      'an empty file',
      { certificate: join(folder, 'empty') },
      'malformed',
      /empty holds no certificate in PEM form/,
    ],
    [
      'a key as certificate',
      { certificate: good.key },
      'malformed',
      /first\.key holds no certificate in PEM form/,
    ],
    [
      'a certificate as key',
      { key: good.certificate },
      'malformed',
      /first\.crt holds no private key in PEM form/,
    ],
    ['any text as key', { key: join(folder, 'text') }, 'malformed', /text holds no private key in PEM form/],
    [
      'an encrypted key',
      { key: encrypted },
      'malformed',
      /encrypted\.key is encrypted, and nobody is there to type/,
    ],
    ['one in the old form', { key: traditional }, 'malformed', /traditional\.key is encrypted/],
    [
      'the key of another',
      { key: other.key },
      'malformed',
      /other\.key does not belong to the certificate \S+first\.crt/,
    ],
    [
      'a broken issuer',
      { certificate: brokenChain },
      'malformed',
      /TLS cannot be spoken with \S+chain\.crt: /,
    ],
  ];
  for (const [title, change, code, message] of wrong) {
    t.test(`${title} is refused with the file and the reason`, async (t) => {
      await t.rejects(readCertificate({ ...good, ...change }), { name: 'Failure', code, message });
    });
  }

  t.test('a key that may not be read says so, and what helps', async (t) => {
    const failure = await unprivileged(() =>
      readCertificate({ ...good, key: locked }).catch((thrown: unknown) => thrown),
    );
    t.type(failure, Failure);
    t.match(failure, {
      code: 'no_permission',
      message: `the key ${locked} may not be read by this user`,
      remedy: /^let the user of the service read it/,
    });
  });
  t.end();
});

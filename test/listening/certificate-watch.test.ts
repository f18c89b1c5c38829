import {
  copyFileSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { watchCertificate } from '../../src/listening/certificate-watch.js';
import { readCertificate } from '../../src/listening/certificate.js';
import { inUse, makeCertificate, opensslIsMissing } from '../helpers/service/certificates.js';
import { FakeClock } from '../helpers/fake-clock.js';
import { lookPassed } from './look-passed.js';

/** A watched pair, and what was told of it after each look. */
async function watched(t: Test, places: { certificate: string; key: string }) {
  const clock = new FakeClock();
  const parsed: string[] = [];
  const { stop } = watchCertificate(places, await readCertificate(places), clock, {
    changed: ({ certificate }) => parsed.push(certificate),
    failed: ({ message }) => parsed.push(message),
  });
  t.teardown(stop);
  /** Lets the next look pass; what it told. */
  const look = async (): Promise<string[]> => {
    await lookPassed(clock);
    return parsed.splice(0);
  };
  return { clock, look, stop };
}

const text = (path: string) => readFileSync(path, 'utf8');

t.test('watching a certificate', { skip: opensslIsMissing }, (t) => {
  const made = t.testdir({});
  const first = makeCertificate(made);
  const second = makeCertificate(made, { name: 'second' });

  t.test('files that stay the same are not told of', async (t) => {
    const { look } = await watched(t, inUse(t.testdir({}), first));
    t.strictSame(await look(), []);
    t.strictSame(await look(), []);
  });

  t.test('files written anew are told of once', async (t) => {
    const places = inUse(t.testdir({}), first);
    const { look } = await watched(t, places);
    copyFileSync(second.certificate, places.certificate);
    copyFileSync(second.key, places.key);
    t.strictSame(await look(), [text(second.certificate)]);
    t.strictSame(await look(), []);
  });

  t.test('files renamed into place one after the other are told of when both are there', async (t) => {
    const folder = t.testdir({});
    const places = inUse(folder, first);
    const { look } = await watched(t, places);
    const replace = (from: string, to: string) => {
      copyFileSync(from, join(folder, 'new'));
      renameSync(join(folder, 'new'), to);
    };
    replace(second.certificate, places.certificate);
    t.match(await look(), [/^the key \S+tls\.key does not belong to the certificate \S+tls\.crt$/]);
    t.strictSame(await look(), [], 'the same reason is told once');
    replace(second.key, places.key);
    t.strictSame(await look(), [text(second.certificate)]);
  });

  t.test('links that change, as certbot changes them, are followed', async (t) => {
    const folder = t.testdir({});
    const places = { certificate: join(folder, 'fullchain.pem'), key: join(folder, 'privkey.pem') };
    symlinkSync(first.certificate, places.certificate);
    symlinkSync(first.key, places.key);
    const { look } = await watched(t, places);
    for (const [target, link] of [
      [second.certificate, places.certificate],
      [second.key, places.key],
    ] as const) {
      rmSync(link);
      symlinkSync(target, link);
    }
    t.strictSame(await look(), [text(second.certificate)]);
  });

  t.test('a link to the folder of both, as Kubernetes changes it, is followed', async (t) => {
    const folder = t.testdir({});
    for (const [name, pair] of Object.entries({ '..1': first, '..2': second })) {
      mkdirSync(join(folder, name));
      copyFileSync(pair.certificate, join(folder, name, 'tls.crt'));
      copyFileSync(pair.key, join(folder, name, 'tls.key'));
    }
    symlinkSync('..1', join(folder, '..data'));
    symlinkSync('..data/tls.crt', join(folder, 'tls.crt'));
    symlinkSync('..data/tls.key', join(folder, 'tls.key'));
    const { look } = await watched(t, { certificate: join(folder, 'tls.crt'), key: join(folder, 'tls.key') });
    symlinkSync('..2', join(folder, '..data_new'));
    renameSync(join(folder, '..data_new'), join(folder, '..data'));
    t.strictSame(await look(), [text(second.certificate)]);
  });

  t.test(
    'broken files are told of once for each reason, and the first that come back are no news',
    async (t) => {
      const places = inUse(t.testdir({}), first);
      const { look } = await watched(t, places);
      writeFileSync(places.certificate, 'half');
      t.match(await look(), [/holds no certificate in PEM form$/]);
      rmSync(places.certificate);
      t.match(await look(), [/does not exist$/]);
      t.strictSame(await look(), []);
      copyFileSync(first.certificate, places.certificate);
      t.strictSame(await look(), []);
      rmSync(places.certificate);
      t.match(await look(), [/does not exist$/], 'a reason that came back is told again');
    },
  );

  t.test('after the end nothing is looked at or told', async (t) => {
    const places = inUse(t.testdir({}), first);
    const { clock, stop } = await watched(t, places);
    stop();
    t.equal(clock.timers, 0);
  });
  t.end();
});

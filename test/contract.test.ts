import { readdirSync } from 'node:fs';
import t from 'tap';
import { strictValidators } from './helpers/contract.js';
import { recordedApp } from './helpers/recorded-app.js';
import { hostsFolder } from './helpers/recorded-host.js';

for (const machine of readdirSync(hostsFolder)) {
  void t.test(`on ${machine} every body is what its schema says, before it is serialised`, async (t) => {
    const { app, host } = await recordedApp(machine);
    const validator = strictValidators(app);
    for (const entry of app.monitor.catalogue.all()) {
      const shown = await host.clock.until(entry.current());
      if (!shown.ok) {
        // What a system has no way to tell is the only thing that a recorded machine may lack.
        t.equal(shown.failure.code, 'unsupported', `${entry.name}: ${shown.failure.message}`);
        continue;
      }
      const validate = validator(entry.schema.$id ?? '');
      t.ok(validate(shown.body), entry.name, { errors: validate.errors, body: shown.body });
    }
    await app.close();
  });

  void t.test(`on ${machine} every answer is what the document says`, async (t) => {
    const { app, get } = await recordedApp(machine);
    const validator = strictValidators(app);
    const routes = Object.entries(app.swagger().paths ?? {});
    for (const [path, operations] of routes) {
      // An endless answer has tests of its own.
      if (path === '/stats/stream') continue;
      const answer = await get(path);
      const documented = (operations as Operations).get?.responses[String(answer.status)];
      const type = answer.type.split(';', 1)[0] ?? '';
      const schema = documented?.content?.[type]?.schema;
      if (schema?.type === 'string') {
        t.type(answer.body, 'string', `${path} answers text`);
        continue;
      }
      const reference = schema?.$ref ?? '';
      t.not(reference, '', `${path} documents ${answer.status}`);
      if (reference === '') continue;
      const validate = validator(reference.replace('#/components/schemas/', ''));
      t.ok(validate(answer.body), `${path} ${answer.status}`, { errors: validate.errors, body: answer.body });
    }
    t.ok(routes.length > 10, 'the document has all routes');
    await app.close();
  });
}

interface Operations {
  get?: {
    responses: Record<string, { content?: Record<string, { schema?: { $ref?: string; type?: string } }> }>;
  };
}

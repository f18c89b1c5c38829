/** What a stand-in for a server of models does when it is asked for a path. */
export interface Told {
  /** 0 when it never answers. */
  status: number;
  body: string;
}

/** What its process is told by the variable of its environment `STAND_IN`. */
export interface StandIn {
  host: string;
  port: number;
  answers: Record<string, Told>;
  /** It does not listen before so many ms have passed. */
  after?: number;
  /** A process that it starts as its child: the rest of `spawn`. */
  child?: { argv0: string; args: string[]; standIn: StandIn };
}

/** The program, as text: it runs by itself, whoever may read what. */
export const serverProgram = `
const { createServer } = require('node:http');
const { spawn } = require('node:child_process');
const run = ({ host, port, answers, after, child }) => {
  const server = createServer((request, response) => {
    const { status, body } = answers[request.url] ?? { status: 404, body: '' };
    if (status === 0) return;
    response.writeHead(status, { 'content-type': 'application/json' }).end(body);
  });
  server.on('connection', () => process.stdout.write('connection\\n'));
  setTimeout(() => server.listen(port, host, () => process.stdout.write('listening\\n')), after ?? 0);
  if (child === undefined) return;
  const env = { ...process.env, STAND_IN: JSON.stringify(child.standIn) };
  const started = spawn(process.execPath, child.args, { argv0: child.argv0, env, stdio: 'inherit' });
  process.stdout.write('child ' + started.pid + '\\n');
};
if (process.env.STAND_IN !== '') run(JSON.parse(process.env.STAND_IN));
`;

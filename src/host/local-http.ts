import { request, type ClientRequest, type IncomingMessage } from 'node:http';
import { connect, isIP } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Clock } from '../clock.js';
import { Failure } from '../failures.js';
import type { HttpAnswer, LocalQuestion } from './host.js';
import { httpFailure } from './http-failures.js';

/** What a server may say before its body, bytes. */
const maxHeaderSize = 2 ** 14;

/**
 * Asks a server of this machine over a connection of its own, by its address in digits. A server that holds a thread
 * for each open connection has none of ours between two questions. No redirect is followed; nothing of what is received
 * is kept in a Failure.
 */
export function askLocal(clock: Clock, question: LocalQuestion): Promise<HttpAnswer> {
  const { address, port, path, deadline } = question;
  const name = `the server at port ${port}`;
  return new Promise((resolve, reject) => {
    if (isIP(address) === 0) throw new Failure('failed', `${name} is not asked by an address`);
    const asked = request({
      ...{ host: address, port, path, maxHeaderSize, method: 'GET', headers: { accept: '*/*' } },
      // Without an agent the connection is closed with the answer.
      createConnection: () => connect({ host: address, port }),
    });
    const fail = (failure: Failure): void => {
      cancel();
      asked.destroy();
      reject(failure);
    };
    const cancel = clock.setTimer(deadline, () =>
      fail(new Failure('timeout', `${name} did not answer within ${shown(deadline)} s`)),
    );
    const failed = (thrown: unknown) => fail(httpFailure(name, thrown));
    const answered = (answer: IncomingMessage) => {
      takeBody(answer, question.maxBytes, {
        whole: (body) => {
          cancel();
          asked.destroy();
          resolve({ status: answer.statusCode ?? 0, body });
        },
        tooLarge: () => fail(new Failure('too_large', `${name} sent more than ${question.maxBytes} bytes`)),
        failed,
      });
    };
    refuseOddAnswers(asked, () => fail(new Failure('malformed', `${name} does not answer as HTTP has it`)));
    asked.on('error', failed).on('response', answered).end();
  });
}

function shown(deadline: number): number {
  return Number((deadline / 1000).toPrecision(2));
}

/** Interim answers without end, or another protocol, nobody has asked for. */
function refuseOddAnswers(asked: ClientRequest, refuse: () => void): void {
  // What speaks another protocol now is not the request's any more: Node 24 does not close it with that.
  const refuseSocket = (_: IncomingMessage, socket: Duplex) => {
    socket.destroy();
    refuse();
  };
  asked.on('information', refuse).on('upgrade', refuseSocket).on('connect', refuseSocket);
}

interface Taken {
  whole: (body: string) => void;
  tooLarge: () => void;
  failed: (thrown: unknown) => void;
}

function takeBody(answer: IncomingMessage, maxBytes: number, { whole, tooLarge, failed }: Taken): void {
  if (Number(answer.headers['content-length']) > maxBytes) {
    tooLarge();
    return;
  }
  const chunks: Buffer[] = [];
  let received = 0;
  answer.on('data', (chunk: Buffer) => {
    received += chunk.length;
    if (received > maxBytes) tooLarge();
    else chunks.push(chunk);
  });
  answer.on('end', () => whole(Buffer.concat(chunks).toString('utf8')));
  answer.on('error', failed);
}

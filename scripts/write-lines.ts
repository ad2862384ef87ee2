import type { Writable } from 'node:stream';

/** The reader of our output has gone away (EPIPE). Not a failure: the work stops quietly. */
export class OutputClosed extends Error {
  override readonly name = 'OutputClosed';
}

export interface LineWriter {
  /**
   * Writes one line and waits while the reader is slower than we are, so that memory stays constant.
   * @throws OutputClosed when the reader has gone away
   */
  write(line: string): Promise<void>;
  /** Waits until everything is handed over. */
  finish(): Promise<void>;
}

/** Lines of one stream, in the order in which they were written. */
export function createLineWriter(stream: Writable): LineWriter {
  let failure: Error | undefined;
  stream.on('error', (error: NodeJS.ErrnoException) => {
    failure = error.code === 'EPIPE' || error.code === 'ERR_STREAM_DESTROYED' ? new OutputClosed() : error;
  });

  const drained = () =>
    new Promise<void>((resolve) => {
      const done = () => {
        stream.off('drain', done).off('error', done).off('close', done);
        resolve();
      };
      stream.on('drain', done).on('error', done).on('close', done);
    });

  return {
    async write(line) {
      if (failure !== undefined) throw failure;
      if (!stream.write(`${line}\n`)) await drained();
      if (failure !== undefined) throw failure;
    },
    async finish() {
      if (failure !== undefined) throw failure;
      await new Promise<void>((resolve) => {
        stream.write('', () => resolve());
      });
      if (failure !== undefined) throw failure;
    },
  };
}

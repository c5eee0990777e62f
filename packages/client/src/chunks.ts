/** Bytes that are read while they are sent. */
export type ByteStream = ReadableStream<Uint8Array> | AsyncIterable<Uint8Array>;

/**
 * The pieces of a stream; not every browser iterates its streams. Ends early at the signal, quietly: ask it.
 *
 * The signal that was given to `fetch` does not suffice: Node's forgets it while a body is read, if nothing
 * else holds on to the request when the garbage is collected.
 */
export async function* chunksOf(stream: ByteStream, signal?: AbortSignal): AsyncGenerator<Uint8Array> {
  if (!('getReader' in stream)) {
    yield* stream;
    return;
  }
  const reader = stream.getReader();
  // Cancelling a stream that broke fails with what broke it, which the pending read says as well.
  const stop = () => void reader.cancel().catch(() => undefined);
  signal?.addEventListener('abort', stop, { once: true });
  if (signal?.aborted) stop();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    signal?.removeEventListener('abort', stop);
    // Whoever stops early leaves nothing flowing.
    await reader.cancel().catch(() => undefined);
  }
}

/** @throws the signal's reason, or what broke the stream */
export async function textOf(response: Response, signal: AbortSignal): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  if (response.body !== null) {
    for await (const chunk of chunksOf(response.body as ReadableStream<Uint8Array>, signal)) {
      text += decoder.decode(chunk, { stream: true });
    }
  }
  signal.throwIfAborted();
  return text + decoder.decode();
}

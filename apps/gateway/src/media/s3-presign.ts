import { GetObjectCommand, type S3Client } from '@aws-sdk/client-s3';

/** What the client sends, as far as an address needs it. */
interface RequestToSign {
  protocol: string;
  hostname: string;
  port?: number;
  path: string;
  headers: Record<string, string>;
  query: Record<string, string | string[] | null>;
}

interface Presigner {
  presign(request: RequestToSign, options: { expiresIn: number }): Promise<RequestToSign>;
}

/**
 * An address that lets anybody GET the object for so many seconds. By the client's own serialiser and signer: the
 * request is built as for sending, caught before it is signed, and signed in its query instead.
 */
export async function presignGet(
  client: S3Client,
  object: { Bucket: string; Key: string },
  seconds: number,
): Promise<string> {
  const request = await serialised(client, object);
  // A signer of another version than the one that is imported by name would know other classes; this is the client's.
  const signer = (await client.config.signer()) as unknown as Presigner;
  request.headers = { host: request.headers.host ?? '', 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' };
  return addressOf(await signer.presign(request, { expiresIn: seconds }));
}

async function serialised(client: S3Client, object: { Bucket: string; Key: string }): Promise<RequestToSign> {
  const command = new GetObjectCommand(object);
  let caught: RequestToSign | undefined;
  command.middlewareStack.add(
    () => (args) => {
      caught = args.request as RequestToSign;
      return Promise.resolve({ response: {}, output: { $metadata: {} } });
    },
    { name: 'catchBeforeSigning', step: 'finalizeRequest', priority: 'high' },
  );
  await client.send(command);
  if (caught === undefined) throw new Error('The client of the store serialised nothing.');
  // The command names itself in the query (`x-id`), which not every store takes.
  const { ['x-id']: _name, ...query } = caught.query;
  return Object.assign(caught, { query });
}

function addressOf({ protocol, hostname, port, path, query }: RequestToSign): string {
  const address = new URL(`${protocol}//${hostname}${port === undefined ? '' : `:${port}`}${path}`);
  for (const [name, value] of Object.entries(query)) {
    for (const one of [value ?? ''].flat()) address.searchParams.append(name, one);
  }
  return address.href;
}

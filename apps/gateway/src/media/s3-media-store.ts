import {
  AbortMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { Readable } from 'node:stream';
import type { S3StoreConfig } from '../config/media-config';
import { type ByteRange, type MediaStore, StoreRefusedError } from './media-store';
import { presignGet } from './s3-presign';

/** One upload holds two parts of the least size that S3 takes. */
const PART_BYTES = 5 * 1024 * 1024;
const PARTS_AT_ONCE = 2;
const CONNECT_MS = 5_000;
/** Without a byte. */
const IDLE_MS = 60_000;

/** Objects in a bucket of any store that speaks S3. */
export class S3MediaStore implements MediaStore {
  private readonly client: S3Client;
  private readonly bucket: string;
  private readonly isPublic: boolean;

  constructor({ bucket, region, endpoint, credentials, forcePathStyle, public: isPublic }: S3StoreConfig) {
    this.bucket = bucket;
    this.isPublic = isPublic;
    this.client = new S3Client({
      region,
      forcePathStyle,
      ...(endpoint === null ? {} : { endpoint }),
      ...(credentials === null ? {} : { credentials }),
      // Stores other than AWS know no checksum trailers; sizes and SHA-256 are kept in our own row.
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
      requestHandler: { connectionTimeout: CONNECT_MS, socketTimeout: IDLE_MS },
    });
  }

  async write(key: string, contentType: string, bytes: AsyncIterable<Uint8Array>): Promise<void> {
    const upload = new Upload({
      client: this.client,
      params: { ...this.at(key), ContentType: contentType, Body: Readable.from(bytes) },
      partSize: PART_BYTES,
      queueSize: PARTS_AT_ONCE,
    });
    try {
      await upload.done();
    } catch (error) {
      // Refused at the first request: there is no object, and no upload whose parts would stay.
      throw upload.uploadId === undefined && isRefusal(error)
        ? new StoreRefusedError(error.name, error)
        : error;
    }
  }

  async size(key: string): Promise<number | null> {
    try {
      const head = await this.client.send(new HeadObjectCommand(this.at(key)));
      return head.ContentLength ?? null;
    } catch (error) {
      if (error instanceof S3ServiceException && error.$metadata.httpStatusCode === 404) return null;
      throw error;
    }
  }

  async read(key: string, range?: ByteRange): Promise<Readable> {
    const Range = range && `bytes=${range.start}-${range.end}`;
    const { Body } = await this.client.send(new GetObjectCommand({ ...this.at(key), Range }));
    if (!(Body instanceof Readable)) throw new Error('The store answered without a body.');
    return Body;
  }

  async remove(key: string): Promise<void> {
    // Parts of an interrupted upload are kept, and paid for, until somebody gives them up.
    const open = await this.client.send(
      new ListMultipartUploadsCommand({ Bucket: this.bucket, Prefix: key }),
    );
    for (const { UploadId } of (open.Uploads ?? []).filter(({ Key }) => Key === key)) {
      await this.client.send(new AbortMultipartUploadCommand({ ...this.at(key), UploadId }));
    }
    await this.client.send(new DeleteObjectCommand(this.at(key)));
  }

  async address(key: string, seconds: number): Promise<string | null> {
    return this.isPublic ? presignGet(this.client, this.at(key), seconds) : null;
  }

  close(): void {
    this.client.destroy();
  }

  private at(key: string): { Bucket: string; Key: string } {
    return { Bucket: this.bucket, Key: key };
  }
}

/** No such bucket, or no permission: what another try does not change. */
function isRefusal(error: unknown): error is S3ServiceException {
  return (
    error instanceof S3ServiceException && [400, 401, 403, 404].includes(error.$metadata.httpStatusCode ?? 0)
  );
}

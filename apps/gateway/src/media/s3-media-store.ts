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
import type { ByteRange, MediaStore } from './media-store';
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

  constructor({ bucket, region, endpoint, credentials, forcePathStyle }: S3StoreConfig) {
    this.bucket = bucket;
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
    await upload.done();
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

  address(key: string, seconds: number): Promise<string> {
    return presignGet(this.client, this.at(key), seconds);
  }

  private at(key: string): { Bucket: string; Key: string } {
    return { Bucket: this.bucket, Key: key };
  }
}

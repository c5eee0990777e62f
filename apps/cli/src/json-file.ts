import { readFile } from 'node:fs/promises';
import { UsageError } from './exit-status';

/** A file that holds no JSON. The message says where it stops being some. */
export class NoJsonError extends UsageError {}

/** @throws UsageError where it cannot be read, NoJsonError where it holds no JSON */
export async function readJsonFile(file: string): Promise<unknown> {
  const text = await readTextFile(file);
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new NoJsonError(`${file} is not JSON: ${(error as Error).message}`);
  }
}

/** @throws UsageError where it cannot be read */
export async function readTextFile(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

/** @throws UsageError where the file holds anything but a JSON object */
export async function readObjectFile(file: string): Promise<Record<string, unknown>> {
  const value = await readJsonFile(file);
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value };
  throw new UsageError(`${file} holds no JSON object.`);
}

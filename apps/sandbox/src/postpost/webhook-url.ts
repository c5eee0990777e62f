import { Refusal } from './refusal';

const METADATA_HOSTS = ['metadata.google.internal', 'metadata.goog', '100.100.100.200'];

/**
 * PostPost's URL rules (webhooks page): plain HTTP passes in spite of the message about HTTPS, and `::1` and
 * `*.localhost` are not thought of.
 */
export function checkWebhookUrl(text: string, allowPrivate: boolean): void {
  if (!URL.canParse(text)) throw Refusal.because(400, 'Invalid URL format');
  const { protocol, hostname } = new URL(text);
  if (protocol !== 'http:' && protocol !== 'https:') throw Refusal.because(400, 'URL must use HTTPS');
  if (allowPrivate) return;
  if (hostname === 'localhost' || hostname === '127.0.0.1') {
    throw Refusal.because(400, 'Localhost URLs are not allowed');
  }
  if (/^(10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.)/.test(hostname)) {
    throw Refusal.because(400, 'Private IP addresses are not allowed');
  }
  if (hostname === '169.254.169.254' || METADATA_HOSTS.includes(hostname)) {
    throw Refusal.because(400, 'Cloud metadata endpoints are not allowed');
  }
  if (hostname.startsWith('169.254.')) throw Refusal.because(400, 'Link-local addresses are not allowed');
}

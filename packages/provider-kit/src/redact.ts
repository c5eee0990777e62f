/** Keeps secrets out of everything that is stored or shown. */
const MARK = '[secret]';
/** Shorter values would blot out ordinary text. */
const SHORTEST = 4;
const SECRET_KEY =
  /^(authorization|password|secret|signing_?secret|client_?secret|api_?key|access_?token|refresh_?token|token)$/i;
const SECRET_PARAMETER =
  /([?&](?:x-amz-signature|x-amz-credential|x-amz-security-token|sig|signature|token|access_token|api_?key|key|secret|awsaccesskeyid)=)[^&"'\s\\]+/gi;

export interface Redactor {
  /** Replaces every form of every secret, and the signatures of presigned addresses. */
  text(value: string): string;
  /** Like `text`, and blanks JSON members that are named like secrets. */
  body(value: string): string;
  /** Replaces only the secrets themselves; the text keeps its meaning for a program. */
  secretsOnly(value: string): string;
}

/**
 * A redactor for these secret values, as they are and as they look inside an address, inside JSON and in
 * base64 at any offset. Values under four characters are left alone.
 */
export function createRedactor(secrets: readonly string[]): Redactor {
  const forms = new Set<string>();
  for (const secret of secrets) {
    if (secret.length >= SHORTEST) for (const form of formsOf(secret)) forms.add(form);
  }
  const ordered = [...forms].sort((a, b) => b.length - a.length);
  const secretsOnly = (value: string) =>
    ordered.reduce((text, form) => (text.includes(form) ? text.replaceAll(form, MARK) : text), value);
  const text = (value: string) => secretsOnly(value).replace(SECRET_PARAMETER, `$1${MARK}`);
  return { text, secretsOnly, body: (value) => text(blankMembers(value)) };
}

function formsOf(secret: string): string[] {
  const forms = [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)];
  forms.push(encodeURIComponent(secret).replaceAll('%20', '+'));
  for (const form of base64Forms(secret)) {
    forms.push(form, form.replaceAll('+', '-').replaceAll('/', '_'), encodeURIComponent(form));
  }
  return forms.filter((form) => form.length >= SHORTEST);
}

/** A secret inside a longer base64 text starts at one of three offsets; the edge characters mix with others. */
function base64Forms(secret: string): string[] {
  const bytes = Buffer.from(secret, 'utf8');
  if (bytes.length < 6) return [bytes.toString('base64')];
  return [0, 1, 2].map((offset) => {
    const shifted = Buffer.concat([Buffer.alloc(offset), bytes])
      .toString('base64')
      .replaceAll('=', '');
    const tail = (bytes.length + offset) % 3 === 0 ? shifted.length : shifted.length - 1;
    return shifted.slice([0, 2, 3][offset], tail);
  });
}

function blankMembers(body: string): string {
  if (!body.startsWith('{') && !body.startsWith('[')) return body;
  try {
    return JSON.stringify(JSON.parse(body), (key, value: unknown) =>
      SECRET_KEY.test(key) && typeof value === 'string' ? MARK : value,
    );
  } catch {
    // Not JSON after all, or nested too deeply to be written again: the caller redacts the text itself.
    return body;
  }
}

/** The forms in which a secret may come to light; found without the product's own redactor. */
export function formsOf(secret: string): string[] {
  const bytes = Buffer.from(secret);
  // Within a longer base64 text it begins at one of three offsets; the characters at its edges are others' as well.
  const encoded = [0, 1, 2].map((offset) => {
    const text = Buffer.concat([Buffer.alloc(offset), bytes])
      .toString('base64')
      .replaceAll('=', '');
    return text.slice(offset === 0 ? 0 : offset + 1, -2);
  });
  const urlSafe = encoded.map((text) => text.replaceAll('+', '-').replaceAll('/', '_'));
  const escaped = JSON.stringify(secret).slice(1, -1);
  const forms = [secret, encodeURIComponent(secret), escaped, bytes.toString('hex'), ...encoded, ...urlSafe];
  return [...new Set(forms)].filter((form) => form.length >= 8);
}

/** The names of those secrets of which some form stands in the text, with what stands around it. */
export function secretsIn(text: string, secrets: Readonly<Record<string, string>>): string[] {
  return Object.entries(secrets).flatMap(([name, secret]) => {
    const form = formsOf(secret).find((candidate) => text.includes(candidate));
    if (form === undefined) return [];
    const at = text.indexOf(form);
    return [
      `${name}: …${text.slice(Math.max(0, at - 150), at)}<here>${text.slice(at + form.length, at + form.length + 60)}…`,
    ];
  });
}

import { ApiError } from '@postern/client';

/**
 * What a refusal says of the fields of a form: by field, for `form.setErrors`. `left` are the issues that belong to
 * no field that is shown, and the refusal itself where it names none.
 */
export function formIssues(
  error: unknown,
  fields: readonly string[],
): { errors: Record<string, string>; left: boolean } {
  if (!(error instanceof ApiError) || error.issues.length === 0) return { errors: {}, left: true };
  const errors: Record<string, string> = {};
  let left = false;
  for (const { path, message } of error.issues) {
    const field = fields.find(
      (name) => path === name || path.startsWith(`${name}.`) || path.startsWith(`${name}[`),
    );
    if (field === undefined) left = true;
    else errors[field] = field in errors ? `${errors[field]}\n${message}` : message;
  }
  return { errors, left };
}

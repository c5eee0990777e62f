/** Largest JSON body that is read. */
export const BODY_LIMIT_BYTES = 1024 * 1024;
/** Deepest nesting of a JSON body: deeper ones serve nobody and exhaust the stack of whoever walks them. */
export const MAX_JSON_DEPTH = 32;
/** Most members and list items of a JSON body, all levels together: checking a million would block everybody. */
export const MAX_JSON_VALUES = 20_000;
/** Largest free-form object (`metadata`, `options`), as JSON in UTF-8. */
export const FREE_FORM_LIMIT_BYTES = 16 * 1024;
/** Address and headers of a request, together. Node's own default, stated because the documentation names it. */
export const HEADERS_LIMIT_BYTES = 16 * 1024;
/** How long a client may take to send its headers, and its whole request: uploads of media are slow. */
export const HEADERS_WITHIN_MS = 30_000;
export const REQUEST_WITHIN_MS = 15 * 60_000;
/** How long a JSON body may take, and what its route's largest one may take on top of that (1 Mbit/s). */
export const BODY_WITHIN_MS = 30_000;
export const SLOWEST_BODY_BYTES_PER_SECOND = 128 * 1024;
/** How often slow clients are looked for. */
export const SLOWNESS_CHECK_MS = 2_000;

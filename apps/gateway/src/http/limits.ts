/** Largest JSON body that is read. */
export const BODY_LIMIT_BYTES = 1024 * 1024;
/** Deepest nesting of a JSON body: deeper ones serve nobody and exhaust the stack of whoever walks them. */
export const MAX_JSON_DEPTH = 32;
/** Most members and list items of a JSON body, all levels together: checking a million would block everybody. */
export const MAX_JSON_VALUES = 20_000;
/** Largest free-form object (`metadata`, `options`), as JSON in UTF-8. */
export const FREE_FORM_LIMIT_BYTES = 16 * 1024;

/**
 * The words that `issues[].rule` uses, by the class-validator constraint that was broken. They are part of
 * the API: never rename one. A rule of our own (`account.exists`, `time.offset`) carries its word as its name
 * and passes unchanged.
 */
const RULE_WORDS: Readonly<Record<string, string>> = {
  whitelistValidation: 'unknown_field',
  nestedValidation: 'object',
  isDefined: 'required',
  isNotEmpty: 'not_empty',
  isString: 'string',
  isBoolean: 'boolean',
  isInt: 'integer',
  isNumber: 'number',
  isObject: 'object',
  isNotEmptyObject: 'not_empty',
  isArray: 'array',
  isIn: 'one_of',
  isEnum: 'one_of',
  isTimeZone: 'time_zone',
  isUrl: 'url',
  isUUID: 'uuid',
  isISO8601: 'time',
  isRFC3339: 'time',
  isDateString: 'time',
  isDate: 'time',
  isPositive: 'min',
  min: 'min',
  max: 'max',
  minLength: 'min_length',
  maxLength: 'max_length',
  isLength: 'length',
  matches: 'pattern',
  arrayMinSize: 'min_items',
  arrayMaxSize: 'max_items',
  arrayNotEmpty: 'min_items',
  arrayUnique: 'unique',
};

export function ruleWord(constraint: string): string {
  return RULE_WORDS[constraint] ?? constraint;
}

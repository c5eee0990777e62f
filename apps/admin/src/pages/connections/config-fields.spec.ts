import {
  changedCredentials,
  type ConfigField,
  credentialsOf,
  entered,
  fieldOfIssue,
  fieldsOf,
  type FieldValue,
  initialValue,
} from './config-fields';

const SCHEMA = {
  type: 'object',
  properties: {
    apiKey: { type: 'string', title: 'API key', writeOnly: true },
    baseUrl: { type: 'string', title: 'Address', format: 'uri', default: 'https://api.example' },
    region: { enum: ['eu', 'us'] },
    retries: { type: 'integer', title: 'Retries' },
    strict: { type: 'boolean' },
    webhookSecrets: { type: 'array', items: { type: 'string' }, writeOnly: true },
    proxy: {
      type: 'object',
      properties: { host: { type: 'string' }, token: { type: 'string', writeOnly: true } },
      required: ['host'],
    },
    extra: { type: 'object' },
  },
  required: ['apiKey'],
};
const FIELDS = fieldsOf(SCHEMA);
const named = (path: string): ConfigField => {
  const field = FIELDS.find((one) => one.path.join('.') === path);
  if (field === undefined) throw new Error(`There is no field ${path}.`);
  return field;
};
const entries = (values: Record<string, FieldValue>) =>
  FIELDS.map((field) => {
    const read = entered(field, values[field.path.join('.')] ?? '', true);
    return { field, value: read.ok ? read.value : undefined };
  });

it('draws a field for whatever the schema asks for', () => {
  expect(FIELDS.map(({ path, kind, secret }) => [path.join('.'), kind, secret])).toEqual([
    ['apiKey', 'text', true],
    ['baseUrl', 'address', false],
    ['region', 'choice', false],
    ['retries', 'number', false],
    ['strict', 'switch', false],
    ['webhookSecrets', 'list', true],
    ['proxy.host', 'text', false],
    ['proxy.token', 'text', true],
    ['extra', 'json', false],
  ]);
  expect(FIELDS.filter(({ required }) => required).map(({ title }) => title)).toEqual(['API key']);
  expect(named('region')).toMatchObject({ title: 'region', choices: ['eu', 'us'] });
});

it('begins with defaults or what is stored, and never with a secret', () => {
  expect(initialValue(named('baseUrl'), null)).toBe('https://api.example');
  expect(initialValue(named('baseUrl'), { baseUrl: 'https://own.example' })).toBe('https://own.example');
  expect(initialValue(named('baseUrl'), {})).toBe('');
  expect(initialValue(named('apiKey'), { apiKey: 'leaked' })).toBe('');
  expect(initialValue(named('proxy.host'), { proxy: { host: 'h' } })).toBe('h');
});

it.each([
  ['apiKey', ' ', 'required'],
  ['baseUrl', 'example', 'address'],
  ['retries', '1.5', 'number'],
  ['extra', '{', 'json'],
])('refuses %s = %j at its field', (name, value, problem) => {
  expect(entered(named(name), value, false)).toEqual({ ok: false, problem });
});

it('makes the body of a new connection', () => {
  const values = { apiKey: ' k ', retries: '3', webhookSecrets: ['a', ''], 'proxy.host': 'h', extra: '[1]' };
  expect(credentialsOf(entries(values))).toEqual({
    apiKey: 'k',
    retries: 3,
    webhookSecrets: ['a'],
    proxy: { host: 'h' },
    extra: [1],
  });
});

it('sends what changed alone, and removes what was emptied', () => {
  const stored = { baseUrl: 'https://a.example', retries: 3, region: 'eu' };
  const values = { baseUrl: 'https://a.example', retries: '', region: 'us', strict: false };
  expect(changedCredentials(entries(values), stored, new Set())).toEqual({ retries: null, region: 'us' });
  expect(
    changedCredentials(entries({ ...values, apiKey: 'new' }), stored, new Set(['webhookSecrets'])),
  ).toEqual({
    apiKey: 'new',
    webhookSecrets: null,
    retries: null,
    region: 'us',
  });
});

it('finds the field that the gateway complains about', () => {
  expect(fieldOfIssue('credentials.apiKey', FIELDS)).toEqual({ index: 0, item: null });
  expect(fieldOfIssue('credentials.webhookSecrets[1]', FIELDS)).toEqual({ index: 5, item: 1 });
  expect(fieldOfIssue('credentials.proxy.host', FIELDS)).toEqual({ index: 6, item: null });
  expect(fieldOfIssue('credentials.other', FIELDS)).toBeNull();
  expect(fieldOfIssue('name', FIELDS)).toBeNull();
});

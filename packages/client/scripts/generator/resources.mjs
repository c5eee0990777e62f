import { pascal } from './names.mjs';

/** A class per tag with a method per operation, and one that holds them all. */
export function resourcesFile(described) {
  const tags = [...new Set(described.map(({ tag }) => tag))];
  const classes = tags.map((tag) => {
    const own = described.filter((operation) => operation.tag === tag);
    return `export class ${className(tag)} {
  constructor(protected readonly sender: Sender) {}

${own.flatMap(methodsOf).join('\n\n')}
}`;
  });
  const resources = tags.map((tag) => [described.find((one) => one.tag === tag).resource, className(tag)]);
  const filters = described.filter(({ query }) => query.length > 0).map(filterType);
  const text = `
${filters.join('\n')}

${classes.join('\n\n')}

/** Everything that the API offers, by its subject. */
export class Resources {
${resources.map(([name, type]) => `  readonly ${name}: ${type};`).join('\n')}

  constructor(sender: Sender) {
${resources.map(([name, type]) => `    this.${name} = new ${type}(sender);`).join('\n')}
  }
}
`;
  return importsFor(text) + text;
}

/** Only what is used, or lint complains. */
function importsFor(text) {
  const uses = (name) => new RegExp(`\\b${name}\\b`).test(text);
  const some = (names, from) => {
    const used = names.filter(uses);
    return used.length > 0 ? `import type { ${used.join(', ')} } from '${from}';\n` : '';
  };
  return [
    some(['EventStream', 'StreamOptions'], '../event-stream'),
    some(['Pager'], '../pager'),
    some(['RequestOptions'], '../request-options'),
    some(['Sender'], '../sender'),
    some(['Upload', 'UploadOptions'], '../upload'),
    `import type * as models from './models';\n`,
    `import { operations } from './operations';\n`,
    uses('Schema') ? `import type { operations as Schema } from './schema';\n` : '',
  ].join('');
}

const className = (tag) => `${pascal(tag)}Resource`;
const filterName = ({ id }) => `${pascal(id)}Query`;

function filterType(operation) {
  return `export type ${filterName(operation)} = NonNullable<Schema['${operation.id}']['parameters']['query']>;`;
}

function methodsOf(operation) {
  const { body } = operation;
  const methods = [];
  if (body.byAddress) methods.push(fromUrlOf(operation));
  else if (body.json || !body.multipart) methods.push(methodOf(operation));
  if (body.multipart) methods.push(uploadOf(operation));
  return methods;
}

function methodOf(operation) {
  const { id, name, body, query, queryRequired, pathParameters, reply, page } = operation;
  const parameters = pathParameters.map((parameter) => `${parameter}: string`);
  const input = [];
  if (pathParameters.length > 0) input.push(`path: { ${pathParameters.join(', ')} }`);
  if (body.json) {
    parameters.push(body.required ? `body: ${body.json}` : `body?: ${body.json}`);
    input.push('body');
  }
  if (query.length > 0) {
    parameters.push(`query${queryRequired ? '' : '?'}: ${filterName(operation)}`);
    input.push('query');
  }
  const arguments_ = `operations.${id}, { ${input.join(', ')} }, options`;
  if (reply.kind === 'events') {
    parameters.push('options?: StreamOptions');
    return method(
      operation,
      name,
      parameters,
      `EventStream<${reply.type}>`,
      `this.sender.events(${arguments_})`,
    );
  }
  parameters.push(
    `${operation.headers.some(({ required }) => required) ? 'options' : 'options?'}: ${optionsType(operation)}`,
  );
  if (page !== undefined)
    return method(
      operation,
      name,
      parameters,
      `Pager<${reply.item}, ${reply.type}>`,
      `this.sender.list(${arguments_})`,
    );
  return method(operation, name, parameters, `Promise<${reply.type}>`, `this.sender.send(${arguments_})`);
}

function uploadOf(operation) {
  const parameters = ['file: Upload', 'options?: UploadOptions'];
  const call = `this.sender.upload(operations.${operation.id}, file, options)`;
  return method(operation, 'upload', parameters, `Promise<${operation.reply.type}>`, call);
}

function fromUrlOf(operation) {
  const parameters = ['url: string', 'options?: RequestOptions'];
  const call = `this.sender.send(operations.${operation.id}, { body: { url } }, options)`;
  return method(operation, 'fromUrl', parameters, `Promise<${operation.reply.type}>`, call);
}

function optionsType({ headers }) {
  if (headers.length === 0) return 'RequestOptions';
  // A version may be given as it is read.
  const own = headers.map(
    ({ option, required }) =>
      `${option}${required ? '' : '?'}: string${option === 'ifMatch' ? ' | number' : ''}`,
  );
  return `RequestOptions & { ${own.join('; ')} }`;
}

function method(operation, name, parameters, type, call) {
  const lines = [operation.summary, operation.description, `\`${operation.method} ${operation.path}\``]
    .filter(Boolean)
    .flatMap((text) => [...text.replaceAll('*/', '*\\/').split('\n'), '']);
  const comment = lines.slice(0, -1).map((line) => ` *${line === '' ? '' : ` ${line}`}`);
  return `/**\n${comment.join('\n')}\n */\n${name}(${parameters.join(', ')}): ${type} {\n    return ${call};\n  }`;
}

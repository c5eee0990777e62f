import { registerDecorator, type ValidationArguments } from 'class-validator';

const NAMES = ['manifest', 'manifestId', 'preset'];

/** On `manifest`: it or another way to name one is given, and never two; and it is an object. */
export const OneManifest =
  (): PropertyDecorator =>
  (target, propertyName): void => {
    const at = { target: target.constructor, propertyName: String(propertyName) };
    registerDecorator({
      ...at,
      name: 'manifest.one_of',
      options: { message: `Give one of ${NAMES.join(', ')}.` },
      validator: {
        validate: (_value: unknown, { object }: ValidationArguments) =>
          NAMES.filter((name) => (object as Record<string, unknown>)[name] !== undefined).length === 1,
      },
    });
    registerDecorator({
      ...at,
      name: 'object',
      options: { message: 'manifest must be an object' },
      validator: {
        validate: (value: unknown) =>
          value === undefined || (typeof value === 'object' && value !== null && !Array.isArray(value)),
      },
    });
  };

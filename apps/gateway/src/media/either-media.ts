import { registerDecorator, type ValidationArguments } from 'class-validator';

const MAX_ID = 64;

/** On `mediaId`: it or `url` is given, and never both; and it is a string. */
export const EitherMediaIdOrUrl =
  (): PropertyDecorator =>
  (target, propertyName): void => {
    const at = { target: target.constructor, propertyName: String(propertyName) };
    registerDecorator({
      ...at,
      name: 'media.one_of',
      options: { message: 'Give either mediaId or url, and not both.' },
      validator: {
        validate: (id: unknown, { object }: ValidationArguments) =>
          (id ?? null) === null ? given(object) : !given(object),
      },
    });
    registerDecorator({
      ...at,
      name: 'string',
      options: { message: `mediaId must be a string of at most ${MAX_ID} characters` },
      validator: {
        validate: (id: unknown) =>
          (id ?? null) === null || (typeof id === 'string' && id !== '' && id.length <= MAX_ID),
      },
    });
  };

function given(item: object): boolean {
  return 'url' in item && (item.url ?? null) !== null;
}

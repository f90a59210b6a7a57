// Words that follow the language: modules may take a group of messages once, and read it in whatever language the page is in by then.

import { type Language, language } from "../language";

/**
 * What another language must have for these English words: the same groups, as many items in a list, functions of the same. Addresses and numbers
 * are the same in every language.
 */
export type Translated<T> = T extends `#/${string}`
  ? T
  : T extends string
    ? string
    : T extends (...given: infer Given) => infer Said
      ? (...given: Given) => Translated<Said>
      : T extends object
        ? { readonly [K in keyof T]: Translated<T[K]> }
        : T;

const isGroup = (value: unknown): value is object => typeof value === "object" && value !== null && !Array.isArray(value);

/** A text or a list is the one of the moment when it is read, so it should not be kept; a group can be. */
export function live<T extends object>(english: T, others: { [L in Exclude<Language, "en">]: Translated<T> }): Translated<T> {
  const groups = new Map<PropertyKey, object>();
  return new Proxy(english, {
    get: (_, name) => {
      const value: unknown = Reflect.get(english, name);
      const chosen = language();
      if (!isGroup(value)) return chosen === "en" ? value : Reflect.get(others[chosen], name);
      const made = groups.get(name) ?? live(value, { cy: Reflect.get(others.cy, name) as Translated<object> });
      groups.set(name, made);
      return made;
    },
  }) as unknown as Translated<T>;
}

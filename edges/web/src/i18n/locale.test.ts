import { describe, expect, test } from 'vitest'
import { de } from './de.ts'
import { en } from './en.ts'
import { localeTag, readLocale } from './locale.ts'

describe('the language', () => {
  test.each([
    ['system', ['fr-CH', 'de-CH', 'en'], 'de-CH'],
    ['system', ['en-GB'], 'en-GB'],
    ['system', ['fr'], 'en'],
    ['system', [], 'en'],
    ['de', ['en-US', 'de-AT'], 'de-AT'],
    ['de', ['en-US'], 'de'],
    ['en-XB', ['de'], 'en-XB'],
  ] as const)('%s of %o is %s', (language, wanted, tag) => expect(localeTag(language, wanted)).toBe(tag))

  test('is read with its direction', async () => {
    expect(await readLocale('de-AT')).toMatchObject({ tag: 'de-AT', dir: 'ltr', text: de })
    expect(await readLocale('en-XB')).toMatchObject({ dir: 'rtl', text: en })
  })
})

const isText = (value: unknown): value is (...args: never) => unknown => typeof value === 'function'

function spoken(text: (...args: never) => unknown, n: number): string {
  const names = Array.from({ length: n }, (_, index) => `N${index}`)
  for (const value of [n, names]) {
    try {
      return String(Reflect.apply(text, null, [value, value, value]))
    } catch {
      // It takes the other.
    }
  }
  return ''
}

/** Each text with the way to it; functions called as they are with numbers and words. */
function texts(value: unknown, path: string): [string, string][] {
  if (typeof value === 'string') return [[path, value]]
  if (isText(value)) {
    // What counts takes a number, what names takes words, or several: all are given one or two of what they can use.
    return [1, 2].map((n) => [`${path}(${n})`, spoken(value, n)])
  }
  if (typeof value !== 'object' || value === null) return [[path, '']]
  return Object.entries(value).flatMap(([key, inner]) => texts(inner, `${path}.${key}`))
}

describe('the texts', () => {
  const english = new Map(texts(en, ''))
  const german = new Map(texts(de, ''))

  test('are the same in both languages, each with words', () => {
    expect([...german.keys()]).toEqual([...english.keys()])
    for (const [path, text] of [...english, ...german]) expect(text.trim(), path).not.toBe('')
  })

  test('are translated: few words are the same in both', () => {
    const same = [...english].filter(([path, text]) => german.get(path) === text && /\p{L}{3}/u.test(text))
    expect(same.length, same.join('\n')).toBeLessThan(english.size / 15)
  })
})

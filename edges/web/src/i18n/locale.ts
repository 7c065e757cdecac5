import type { Language } from '../app/preferences.ts'
import { english, type Locale } from './text.ts'

/** The first language that the reader wants and we have. */
export function localeTag(language: Language, wanted: readonly string[]): string {
  if (language !== 'system') return language
  const known = wanted.map((tag) => tag.toLowerCase().split('-')[0]).find((tag) => tag === 'en' || tag === 'de')
  return known ?? english.tag
}

/** English is in the first load; others are fetched when they are wanted. */
export async function readLocale(tag: string): Promise<Locale> {
  switch (tag) {
    case 'de':
      return { tag, dir: 'ltr', text: (await import('./de.ts')).de }
    case 'en-XB':
      return { ...english, tag: 'en', dir: 'rtl' }
    default:
      return english
  }
}

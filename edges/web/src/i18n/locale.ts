import type { Language } from '../app/preferences.ts'
import { english, type Locale } from './text.ts'

/** Languages that there are texts in. */
const known: readonly string[] = ['en', 'de']

const base = (tag: string): string | undefined => tag.toLowerCase().split('-')[0]

/**
 * The first language that the reader wants and we have, with his region, which says how times and dates are written. A
 * language that he has set takes the region from the browser where it has one.
 */
export function localeTag(language: Language, wanted: readonly string[]): string {
  if (language === 'en-XB') return language
  const fits = (tag: string) => (language === 'system' ? known.includes(base(tag) ?? '') : base(tag) === language)
  return wanted.find(fits) ?? (language === 'system' ? english.tag : language)
}

/** English is in the first load; others are fetched when they are wanted. */
export async function readLocale(tag: string): Promise<Locale> {
  if (tag === 'en-XB') return { ...english, tag: 'en', dir: 'rtl' }
  return base(tag) === 'de' ? { tag, dir: 'ltr', text: (await import('./de.ts')).de } : { ...english, tag }
}

import { type ReactNode, useEffect, useState } from 'react'
import { localeTag, readLocale } from '../i18n/locale.ts'
import { english, type Locale, LocaleProvider } from '../i18n/text.ts'
import { usePreferences } from './preferences.ts'

/** Theme and language, on the root of the document and for everything below. */
export function Look({ children }: { readonly children: ReactNode }) {
  const { theme, language } = usePreferences()
  const tag = localeTag(language, navigator.languages)
  const [locale, setLocale] = useState<Locale | null>(
    tag.startsWith('en') && tag !== 'en-XB' ? { ...english, tag } : null,
  )

  useEffect(() => {
    const root = document.documentElement
    if (theme === 'system') delete root.dataset['theme']
    else root.dataset['theme'] = theme
  }, [theme])

  useEffect(() => {
    let over = false
    // A language that cannot be had (a new version on the server, no network) leaves the one there is, or English.
    readLocale(tag).then(
      (read) => over || setLocale(read),
      () => over || setLocale((shown) => shown ?? english),
    )
    return () => {
      over = true
    }
  }, [tag])

  useEffect(() => {
    if (locale === null) return
    document.documentElement.lang = locale.tag
    document.documentElement.dir = locale.dir
  }, [locale])

  return locale === null ? null : <LocaleProvider value={locale}>{children}</LocaleProvider>
}

import { createContext, useContext } from 'react'
import { en } from './en.ts'

/** Every word that is shown. English is the model; the compiler finds what another language lacks. */
export type Text = typeof en

export interface Locale {
  /** BCP 47, for `lang`, `Intl` and the plural forms. */
  readonly tag: string
  readonly dir: 'ltr' | 'rtl'
  readonly text: Text
}

export const english: Locale = { tag: 'en', dir: 'ltr', text: en }

const LocaleContext = createContext<Locale>(english)

export const LocaleProvider = LocaleContext.Provider
export const useLocale = (): Locale => useContext(LocaleContext)
/** `const t = useText()`, then `t.talk.composer` or `t.list.unread(3)`. */
export const useText = (): Text => useContext(LocaleContext).text

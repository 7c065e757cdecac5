const rules = new Map<string, Intl.PluralRules>()

function rulesOf(tag: string): Intl.PluralRules {
  const known = rules.get(tag) ?? new Intl.PluralRules(tag)
  rules.set(tag, known)
  return known
}

/** The form of a language for a number: `plural('en', n, { one: '1 device', other: `${n} devices` })`. */
export function plural(
  tag: string,
  count: number,
  forms: { readonly other: string } & Partial<Record<Intl.LDMLPluralRule, string>>,
): string {
  return forms[rulesOf(tag).select(count)] ?? forms.other
}

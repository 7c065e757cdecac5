const formats = new Map<string, Intl.DateTimeFormat>()

/** Making a format takes a hundred times longer than using it. @param tag of the language */
export function format(tag: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${tag} ${JSON.stringify(options)}`
  const known = formats.get(key) ?? new Intl.DateTimeFormat(tag, options)
  formats.set(key, known)
  return known
}

/**
 * The number of the reader's calendar day, counted from 1970-01-01: neighbours differ by one, also when a day has 23 hours.
 */
export function dayNumber(time: number): number {
  const date = new Date(time)
  return Math.round(Date.UTC(date.getFullYear(), date.getMonth(), date.getDate()) / 86_400_000)
}

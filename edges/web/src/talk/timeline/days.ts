/** Calendar days as a reader has them: of this device's time zone, whatever summer time does to their length. */

/** The number of the calendar day, counted from 1970-01-01: neighbours differ by one, also when a day has 23 hours. */
export function dayNumber(time: number): number {
  const date = new Date(time)
  return Math.round(Date.UTC(date.getFullYear(), date.getMonth(), date.getDate()) / 86_400_000)
}

/** When the day after the one of `time` begins. */
export function nextMidnight(time: number): number {
  const date = new Date(time)
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() + 1).getTime()
}

const formats = new Map<string, Intl.DateTimeFormat>()

/** Making a format takes a hundred times longer than using it. */
function format(tag: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${tag} ${JSON.stringify(options)}`
  const known = formats.get(key) ?? new Intl.DateTimeFormat(tag, options)
  formats.set(key, known)
  return known
}

/** "Today", "Yesterday", the weekday within a week, then the date; the year when it is another. */
export function dayLabel(day: number, today: number, tag: string, words: { today: string; yesterday: string }): string {
  if (day === today) return words.today
  if (day === today - 1) return words.yesterday
  const date = new Date(day * 86_400_000)
  if (day < today && day > today - 7) return format(tag, { weekday: 'long', timeZone: 'UTC' }).format(date)
  const sameYear = date.getUTCFullYear() === new Date(today * 86_400_000).getUTCFullYear()
  const year = sameYear ? {} : ({ year: 'numeric' } as const)
  return format(tag, { weekday: 'short', day: 'numeric', month: 'long', ...year, timeZone: 'UTC' }).format(date)
}

export function clockTime(time: number, tag: string): string {
  return format(tag, { hour: '2-digit', minute: '2-digit' }).format(time)
}

export function fullTime(time: number, tag: string): string {
  return format(tag, { dateStyle: 'full', timeStyle: 'medium' }).format(time)
}

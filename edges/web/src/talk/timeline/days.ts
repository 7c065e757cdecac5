import { format } from '../../i18n/calendar.ts'

/** Calendar days as a reader has them: of this device's time zone, whatever summer time does to their length. */

/** When the day after the one of `time` begins. */
export function nextMidnight(time: number): number {
  const date = new Date(time)
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() + 1).getTime()
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

import { dayNumber, format } from './calendar.ts'
import type { Locale } from './text.ts'

/** Calendar days from one time to another, as the reader's calendar has them. */
export const daysBetween = (then: number, now: number): number => dayNumber(now) - dayNumber(then)

/** As short as it can be told: the time today, then yesterday, the weekday, the date. */
export function listTime(at: number, now: number, locale: Locale): string {
  const days = daysBetween(at, now)
  if (days <= 0) return format(locale.tag, { timeStyle: 'short' }).format(at)
  if (days === 1) return locale.text.time.yesterday
  if (days < 7) return format(locale.tag, { weekday: 'short' }).format(at)
  if (new Date(at).getFullYear() === new Date(now).getFullYear())
    return format(locale.tag, { day: 'numeric', month: 'short' }).format(at)
  return format(locale.tag, { day: '2-digit', month: '2-digit', year: '2-digit' }).format(at)
}

/** For a title or a screen reader: the whole date. */
export const fullTime = (at: number, locale: Locale): string =>
  format(locale.tag, { dateStyle: 'full', timeStyle: 'short' }).format(at)

/** A day and a time, such as until when something is silent. */
export function dayAndTime(at: number, now: number, locale: Locale): string {
  const time = format(locale.tag, { timeStyle: 'short' }).format(at)
  return daysBetween(at, now) === 0
    ? time
    : `${format(locale.tag, { weekday: 'short', day: 'numeric', month: 'short' }).format(at)}, ${time}`
}

/** When somebody or something was last there. */
export function lastSeen(at: number, now: number, locale: Locale): string {
  const { time } = locale.text
  const minutes = Math.floor((now - at) / 60_000)
  if (minutes < 1) return time.justNow
  if (minutes < 60) return time.minutesAgo(minutes)
  return time.lastAt(listTime(at, now, locale))
}

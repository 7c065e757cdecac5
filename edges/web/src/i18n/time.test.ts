import { describe, expect, test } from 'vitest'
import { de } from './de.ts'
import { english, type Locale } from './text.ts'
import { dayAndTime, daysBetween, lastSeen, listTime } from './time.ts'

const german: Locale = { tag: 'de-DE', dir: 'ltr', text: de }
const british: Locale = { ...english, tag: 'en-GB' }
const now = new Date(2026, 4, 20, 14, 30).getTime()
const at = (...[year, month, day, hour, minute]: [number, number, number, number, number]) =>
  new Date(year, month - 1, day, hour, minute).getTime()

describe('a time in the list', () => {
  test.each([
    [at(2026, 5, 20, 9, 5), '09:05', '09:05'],
    [at(2026, 5, 19, 23, 59), 'Yesterday', 'Gestern'],
    [at(2026, 5, 15, 9, 5), 'Fri', 'Fr'],
    [at(2026, 5, 13, 9, 5), '13 May', '13. Mai'],
    [at(2025, 12, 31, 9, 5), '31/12/25', '31.12.25'],
    // A clock that is ahead of this one's.
    [at(2026, 5, 21, 0, 5), '00:05', '00:05'],
  ])('%d', (time, inEnglish, inGerman) => {
    expect(listTime(time, now, british)).toBe(inEnglish)
    expect(listTime(time, now, german)).toBe(inGerman)
  })

  test('days are those of the calendar, also when the clocks change', () => {
    expect(daysBetween(at(2026, 3, 28, 23, 59), at(2026, 3, 29, 0, 1))).toBe(1)
    expect(daysBetween(at(2026, 3, 1, 12, 0), at(2026, 4, 1, 12, 0))).toBe(31)
  })

  test('until when, and since when', () => {
    expect(dayAndTime(at(2026, 5, 20, 22, 0), now, british)).toBe('22:00')
    expect(dayAndTime(at(2026, 5, 21, 8, 0), now, british)).toBe('Thu 21 May, 08:00')
    expect(lastSeen(now - 20_000, now, british)).toBe('just now')
    expect(lastSeen(now - 60_000, now, german)).toBe('vor 1 Minute')
    expect(lastSeen(now - 59 * 60_000, now, british)).toBe('59 minutes ago')
  })
})

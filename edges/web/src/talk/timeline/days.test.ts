import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { dayNumber } from '../../i18n/calendar.ts'
import { dayLabel, nextMidnight } from './days.ts'

const HOUR = 3_600_000
const before = process.env['TZ']
const words = { today: 'Today', yesterday: 'Yesterday' }

describe.each(['Europe/Berlin', 'America/Sao_Paulo', 'Pacific/Apia', 'Asia/Kathmandu', 'UTC'])('days in %s', (zone) => {
  beforeEach(() => {
    process.env['TZ'] = zone
  })
  afterEach(() => {
    process.env['TZ'] = before
  })

  test('each day of a year has its number, whatever the clocks do', () => {
    for (let day = 0; day < 365; day++) {
      const noon = new Date(2026, 0, 1 + day, 12).getTime()
      expect(dayNumber(noon)).toBe(dayNumber(new Date(2026, 0, 1, 12).getTime()) + day)
    }
  })

  test('the last moment of a day is of that day, and the next is not', () => {
    for (let day = 0; day < 365; day++) {
      const noon = new Date(2026, 0, 1 + day, 12).getTime()
      const midnight = nextMidnight(noon)
      expect(dayNumber(midnight - 1)).toBe(dayNumber(noon))
      expect(dayNumber(midnight)).toBe(dayNumber(noon) + 1)
    }
  })
})

describe('summer time in Berlin', () => {
  beforeEach(() => {
    process.env['TZ'] = 'Europe/Berlin'
  })
  afterEach(() => {
    process.env['TZ'] = before
  })

  test('the day that has 23 hours, and the one that has 25', () => {
    const spring = new Date(2026, 2, 29).getTime()
    expect(nextMidnight(spring) - spring).toBe(23 * HOUR)
    const autumn = new Date(2026, 9, 25).getTime()
    expect(nextMidnight(autumn) - autumn).toBe(25 * HOUR)
    expect(dayNumber(autumn + 24.5 * HOUR)).toBe(dayNumber(autumn))
  })

  test('a day is told by its name within a week, then by its date, with the year when it is another', () => {
    const today = dayNumber(new Date(2026, 10, 25, 0, 5).getTime())
    const label = (year: number, month: number, day: number) =>
      dayLabel(dayNumber(new Date(year, month, day, 23, 59).getTime()), today, 'en-GB', words)
    expect(label(2026, 10, 25)).toBe('Today')
    expect(label(2026, 10, 24)).toBe('Yesterday')
    expect(label(2026, 10, 23)).toBe('Monday')
    expect(label(2026, 10, 19)).toBe('Thursday')
    expect(label(2026, 10, 18)).toMatch(/18 November$/)
    expect(label(2025, 10, 25)).toMatch(/25 November 2025$/)
    expect(label(2026, 10, 26)).toMatch(/26 November$/)
  })
})

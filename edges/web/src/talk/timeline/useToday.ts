import { useEffect, useState } from 'react'
import { dayNumber } from '../../i18n/calendar.ts'
import { nextMidnight } from './days.ts'

/** The number of today's day; it changes at midnight, and on the way back to a page that slept. */
export function useToday(): number {
  const [today, setToday] = useState(() => dayNumber(Date.now()))
  useEffect(() => {
    const look = () => setToday(dayNumber(Date.now()))
    const timer = setTimeout(look, nextMidnight(Date.now()) - Date.now() + 50)
    document.addEventListener('visibilitychange', look)
    return () => {
      clearTimeout(timer)
      document.removeEventListener('visibilitychange', look)
    }
  })
  return today
}

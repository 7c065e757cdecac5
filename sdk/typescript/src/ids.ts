import type { Random } from './host.js'

/** A UUIDv7: sorts by when it was made. Unique, not secret. */
export function uuid(now: number, random: Random): string {
  const time = Math.floor(now).toString(16).padStart(12, '0')
  const hex = (digits: number) => Array.from({ length: digits }, () => Math.floor(random() * 16).toString(16)).join('')
  const variant = (8 + Math.floor(random() * 4)).toString(16)
  return `${time.slice(0, 8)}-${time.slice(8)}-7${hex(3)}-${variant}${hex(3)}-${hex(12)}`
}

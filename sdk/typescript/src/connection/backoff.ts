import type { Random } from '../host.js'

const BASE_MS = 500
const CAP_MS = 60_000
const GOING_AWAY_MS = 5_000

/** The wait before an attempt, from zero to min(60 s, 0.5 s * 2^attempt): full jitter spreads a crowd that lost its server. */
export function backoff(attempt: number, random: Random): number {
  return Math.floor(random() * (Math.min(CAP_MS, BASE_MS * 2 ** Math.min(attempt, 30)) + 1))
}

/** The wait before the first attempt after the server said that it goes: 0 to 5 s. */
export function afterGoingAway(random: Random): number {
  return Math.floor(random() * (GOING_AWAY_MS + 1))
}

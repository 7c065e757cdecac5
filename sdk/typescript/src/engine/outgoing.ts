import { ParleyError } from '../errors.js'

const TEXT_BYTES_MAX = 16 * 1024
const MEDIA_MAX = 10

/** Refuses what the server never takes, so that it does not stand in the outbox. */
export function checkBody(body: { readonly text?: string; readonly media_ids?: readonly string[] }): void {
  const { text, media_ids } = body
  if ((text === undefined || text === '') && (media_ids === undefined || media_ids.length === 0)) {
    throw new ParleyError('bad_request', 'a message has a text or media')
  }
  if (text !== undefined && new TextEncoder().encode(text).length > TEXT_BYTES_MAX) {
    throw new ParleyError('too_large', 'a text is at most 16 KiB of UTF-8')
  }
  if (media_ids !== undefined && media_ids.length > MEDIA_MAX) {
    throw new ParleyError('too_large', 'a message has at most 10 media')
  }
}

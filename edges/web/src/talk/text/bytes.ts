/** How much text the server takes in one message, in bytes of UTF-8. */
export const TEXT_BYTES_MAX = 16 * 1024

/** The length of a text in bytes of UTF-8. Half a pair counts as the replacement character that is sent for it. */
export function utf8Length(text: string): number {
  let bytes = 0
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index)
    if (unit < 0x80) bytes += 1
    else if (unit < 0x800) bytes += 2
    else if (unit >= 0xd800 && unit < 0xdc00 && isLowHalf(text.charCodeAt(index + 1))) {
      bytes += 4
      index++
    } else bytes += 3
  }
  return bytes
}

const isLowHalf = (unit: number) => unit >= 0xdc00 && unit < 0xe000

/** What is sent for a text: without halves of pairs, which the server refuses, and without blank ends. */
export function sendable(text: string): string {
  return text.replace(/\p{Cs}/gu, '\uFFFD').replace(/^\s*\n|\s+$/g, '')
}

/** base64url without padding, as the server gives its key. */
export function bytesOf(base64url: string): Uint8Array<ArrayBuffer> {
  const text = atob(base64url.replace(/-/g, '+').replace(/_/g, '/'))
  return Uint8Array.from(text, (character) => character.charCodeAt(0))
}

export function isSameKey(one: ArrayBuffer | null | undefined, other: Uint8Array): boolean {
  if (!one || one.byteLength !== other.byteLength) return false
  return new Uint8Array(one).every((byte, index) => byte === other[index])
}

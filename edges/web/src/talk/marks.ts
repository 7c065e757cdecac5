/**
 * Points in time for those who measure how long a message takes from the key to the other's screen: `parley:send` when
 * one is sent, `parley:painted` when the newest is on the screen, with its id. Without anything of what is written.
 */
const KEPT = 200
let marks = 0

function mark(name: string, detail?: { readonly message_id: string }): void {
  // The browser keeps them for as long as the page.
  if (++marks % KEPT === 0) {
    performance.clearMarks('parley:send')
    performance.clearMarks('parley:painted')
  }
  performance.mark(name, { detail })
}

export const markSend = (): void => mark('parley:send')

/** Call it when the document has changed: the frame that shows it is over when the task after the next frame runs. */
export function markPainted(messageId: string): void {
  requestAnimationFrame(() => {
    const after = new MessageChannel()
    after.port1.onmessage = () => {
      after.port1.close()
      mark('parley:painted', { message_id: messageId })
    }
    after.port2.postMessage(null)
  })
}

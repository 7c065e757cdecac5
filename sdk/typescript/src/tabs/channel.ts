/** Carries plain data to all others who opened the same name, in the order in which each of them posts. */
export interface Channel<Out, In> {
  post(message: Out): void
  close(): void
  /** Is told what others post. */
  onmessage: (message: In) => void
}

/** Opens a channel between the tabs of an origin. */
export type OpenChannel = <Out, In>(name: string) => Channel<Out, In>

/** A channel of the browser. Who is frozen gets what was posted when it thaws. */
export function browserChannel<Out, In>(name: string): Channel<Out, In> {
  const broadcast = new BroadcastChannel(name)
  const channel: Channel<Out, In> = {
    post: (message) => broadcast.postMessage(message),
    close: () => broadcast.close(),
    onmessage: () => {},
  }
  broadcast.onmessage = (event: MessageEvent<In>) => channel.onmessage(event.data)
  return channel
}

export { FileSessions } from './file-sessions.js'
export { FileStorage } from './file-storage.js'

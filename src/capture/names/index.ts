/** The names that packet analysers use: what each host knew and had taken is replayed event by event, and each sending gets its names. */
export { type Name, type Names, namesOf } from './names';

import book from './lotus/claims/book.js';

/** What `lotus-bench claims` measures. */
export default book;

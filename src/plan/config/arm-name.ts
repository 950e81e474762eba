/** What an arm may be called: its name is in reports, tables and names of databases. */
export const armName = /^[A-Za-z0-9_-]{1,24}$/;

export declare const NOTICES: string;
export declare function packagesOf(metafiles: readonly { inputs: Readonly<Record<string, unknown>> }[]): string[];
export declare function noticesOf(folders: readonly string[], root: string): string;
export declare function readNotices(root: string): string;

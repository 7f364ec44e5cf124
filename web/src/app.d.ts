declare global {
	namespace App {
		interface Error {
			message: string;
			code?: string;
		}

		interface PageState {
			/** The row whose page is open on a phone. */
			baris?: string;
		}
	}
}

export {};

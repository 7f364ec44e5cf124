/**
 * Photos are turned upright and made smaller before they are sent: a village line is slow, and what a camera writes beside the picture
 * (place, time, owner) stays behind. Whatever this browser cannot draw is sent as it is; the server looks at it anyway.
 */
const sideMax = 1600;
const quality = 0.82;

export async function shrinkPhoto(file: File): Promise<Blob> {
	if (!/^image\/(?:jpeg|png|webp|heic|heif)$/.test(file.type)) return file;
	try {
		const picture = await createImageBitmap(file, { imageOrientation: 'from-image' });
		const scale = Math.min(1, sideMax / Math.max(picture.width, picture.height));
		const canvas = document.createElement('canvas');
		canvas.width = Math.max(1, Math.round(picture.width * scale));
		canvas.height = Math.max(1, Math.round(picture.height * scale));
		const brush = canvas.getContext('2d');
		if (!brush) return file;
		brush.fillStyle = '#fff';
		brush.fillRect(0, 0, canvas.width, canvas.height);
		brush.drawImage(picture, 0, 0, canvas.width, canvas.height);
		picture.close();
		return await new Promise<Blob>((resolve) => canvas.toBlob((blob) => resolve(blob ?? file), 'image/jpeg', quality));
	} catch {
		return file;
	}
}

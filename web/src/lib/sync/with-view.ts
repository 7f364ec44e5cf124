/** Adds the properties of view to session, getters as getters, so that what is reactive stays so. */
export function withView<Session extends object, View extends object>(session: Session, view: View): Session & View {
	return Object.defineProperties(session, Object.getOwnPropertyDescriptors(view)) as Session & View;
}

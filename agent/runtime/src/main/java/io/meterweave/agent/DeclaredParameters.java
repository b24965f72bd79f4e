package io.meterweave.agent;

import io.meterweave.plugin.AnnotatedHook.Weave;
import io.meterweave.plugin.FromMethod;
import io.meterweave.plugin.FromMethod.Part;
import java.util.Map;
import net.bytebuddy.asm.Advice.OffsetMapping;
import net.bytebuddy.description.annotation.AnnotationDescription;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.description.method.ParameterDescription;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.implementation.bytecode.assign.Assigner;
import net.bytebuddy.implementation.bytecode.constant.NullConstant;

/**
 * Loads what an advice for annotated methods has as its {@link FromMethod} parameters. What a method has none of is the
 * constant null, so that it costs nothing; the declaration, too, which is put in its place when the call is linked.
 */
final class DeclaredParameters implements OffsetMapping.Factory<FromMethod> {
    private static final TypeDescription.Generic OBJECT =
            TypeDescription.ForLoadedType.of(Object.class).asGenericType();
    private static final OffsetMapping NOTHING = (type, method, assigner, arguments, sort) ->
            new OffsetMapping.Target.ForStackManipulation(NullConstant.INSTANCE);
    private static final OffsetMapping ARGUMENTS =
            new OffsetMapping.ForAllArguments(OBJECT, true, Assigner.Typing.DYNAMIC, false, false);
    private static final OffsetMapping RETURNED =
            new OffsetMapping.ForReturnValue(OBJECT, true, Assigner.Typing.DYNAMIC);

    private final Map<String, Weave> methods;

    /** Makes one for methods by their names and descriptors. */
    DeclaredParameters(Map<String, Weave> methods) {
        this.methods = methods;
    }

    @Override
    public Class<FromMethod> getAnnotationType() {
        return FromMethod.class;
    }

    @Override
    public OffsetMapping make(
            ParameterDescription.InDefinedShape target,
            AnnotationDescription.Loadable<FromMethod> annotation,
            AdviceType adviceType) {
        Part part = annotation.load().value();
        return (type, method, assigner, arguments, sort) ->
                of(part, weave(method)).resolve(type, method, assigner, arguments, sort);
    }

    Weave weave(MethodDescription method) {
        Weave weave = methods.get(method.getInternalName() + method.getDescriptor());
        if (weave == null) {
            throw new IllegalStateException("advice for " + method);
        }
        return weave;
    }

    private static OffsetMapping of(Part part, Weave weave) {
        return switch (part) {
            case DECLARATION -> NOTHING;
            case SUBJECT -> argument(weave.subject());
            case MODEL -> argument(weave.model());
            case ARGUMENTS -> weave.arguments() ? ARGUMENTS : NOTHING;
            case RETURNED -> weave.returned() ? RETURNED : NOTHING;
        };
    }

    private static OffsetMapping argument(int number) {
        return number < 0
                ? NOTHING
                : new OffsetMapping.ForArgument.Unresolved(OBJECT, true, Assigner.Typing.DYNAMIC, number);
    }
}

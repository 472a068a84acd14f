package io.escriba.store;

import java.net.UnknownHostException;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Tells what the AWS SDK throws in words of the model store.
 *
 * @param server which one is spoken to
 */
record S3Failures(String server) {
    private static final int MOVED = 301;
    private static final int FORBIDDEN = 403;
    /** Error codes of S3 (Amazon S3 API Reference, "Error responses"). */
    private static final Set<String> BAD_CREDENTIALS = Set.of(
            "ExpiredToken", "InvalidAccessKeyId", "InvalidToken", "SignatureDoesNotMatch", "TokenRefreshRequired");

    private static final Set<String> OTHER_REGION =
            Set.of("AuthorizationHeaderMalformed", "IllegalLocationConstraintException", "PermanentRedirect");
    /** How the SDK's chains of providers say that none has any. */
    private static final String NO_CREDENTIALS = "Unable to load credentials";

    /** An object could not be used, for whatever reason. */
    StoreAwayException of(String what, S3Location object, SdkException failure) {
        String reason = failure instanceof S3Exception answer ? answered(answer, object) : unanswered(failure, object);
        return new StoreAwayException("'" + object + "' cannot be " + what + " (" + server + "). " + reason, failure);
    }

    private static String answered(S3Exception answer, S3Location object) {
        Optional<AwsErrorDetails> details = Optional.ofNullable(answer.awsErrorDetails());
        Optional<String> error = details.flatMap(d -> Optional.ofNullable(d.errorCode()));
        String code = error.orElse("");
        String said = "status " + answer.statusCode()
                + error.map(name -> ", " + name + ": " + details.get().errorMessage())
                        .orElse("");
        if (code.equals("NoSuchBucket")) {
            return "There is no bucket '" + object.bucket() + "'. Create it, or correct escriba.store.";
        }
        if (BAD_CREDENTIALS.contains(code)) {
            return "The credentials are refused (" + said
                    + "). Check AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN, or the profile or role that"
                    + " they come from.";
        }
        if (OTHER_REGION.contains(code) || answer.statusCode() == MOVED) {
            return "Bucket '" + object.bucket() + "' is in "
                    + region(details).map(name -> "region " + name).orElse("another region") + " (" + said
                    + "). Set escriba.s3.region.";
        }
        if (answer.statusCode() == FORBIDDEN) {
            return "Access is denied (" + said + "). Let these credentials list bucket '" + object.bucket()
                    + "', and get, put and delete its objects: who may not list is told the same of what is not there.";
        }
        return "The server answers with " + said + ". Its own log may say more.";
    }

    private static Optional<String> region(Optional<AwsErrorDetails> details) {
        return details.flatMap(d -> d.sdkHttpResponse().firstMatchingHeader("x-amz-bucket-region"));
    }

    private String unanswered(SdkException failure, S3Location object) {
        String said = String.valueOf(failure.getMessage());
        if (said.contains(NO_CREDENTIALS)) {
            return "There are no credentials. Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or give the process a profile"
                    + " or a role.";
        }
        if (hostUnknown(failure)) {
            return "The host is not known (" + said
                    + "). Correct escriba.s3.endpoint, or set escriba.s3.path-style=true if"
                    + " the server has no host name for bucket '" + object.bucket() + "'.";
        }
        return "The server cannot be reached, or broke off (" + said + "). Start it, or correct escriba.s3.endpoint.";
    }

    private static boolean hostUnknown(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnknownHostException) {
                return true;
            }
        }
        return false;
    }
}

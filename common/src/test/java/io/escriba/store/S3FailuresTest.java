package io.escriba.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Answers that the server of the tests does not give. */
class S3FailuresTest {
    private static final S3Location OBJECT = new S3Location("models", "nomes/3/model.onnx");
    private static final S3Failures FAILURES = new S3Failures("Amazon S3, region eu-west-1");

    @Test
    void anotherRegionIsNamed() {
        assertThat(told(301, "PermanentRedirect", "eu-central-1"))
                .startsWith("'s3://models/nomes/3/model.onnx' cannot be read (Amazon S3, region eu-west-1). ")
                .contains("Bucket 'models' is in region eu-central-1")
                .endsWith("Set escriba.s3.region.");
        assertThat(told(400, "AuthorizationHeaderMalformed", "eu-central-1")).contains("is in region eu-central-1");
    }

    @Test
    void whatIsNotAllowedIsTold() {
        assertThat(told(403, "AccessDenied", "eu-west-1"))
                .contains(
                        "Access is denied (status 403, AccessDenied: No.). Let these credentials list bucket 'models'");
        assertThat(told(400, "ExpiredToken", "eu-west-1")).contains("The credentials are refused");
    }

    @Test
    void anythingElseIsToldAsItCame() {
        assertThat(told(503, "SlowDown", "eu-west-1")).contains("The server answers with status 503, SlowDown: No.");
        AwsServiceException bare = S3Exception.builder().statusCode(500).build();
        assertThat(FAILURES.of("read", OBJECT, bare)).hasMessageContaining("The server answers with status 500. ");
    }

    private static String told(int status, String code, String region) {
        AwsServiceException failure = S3Exception.builder()
                .statusCode(status)
                .awsErrorDetails(AwsErrorDetails.builder()
                        .errorCode(code)
                        .errorMessage("No.")
                        .sdkHttpResponse(SdkHttpResponse.builder()
                                .statusCode(status)
                                .putHeader("x-amz-bucket-region", region)
                                .build())
                        .build())
                .build();
        return String.valueOf(FAILURES.of("read", OBJECT, failure).getMessage());
    }
}

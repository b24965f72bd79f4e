/** A Spring Boot server with one model that the agent knows, and one algorithm that only the application knows. */
package io.meterweave.example.boot;
